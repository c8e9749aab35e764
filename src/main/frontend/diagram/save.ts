import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

/** Twice the size on screen: sharp in a report. */
const SCALE = 2;

/** The largest side that every browser draws. */
const LARGEST = 8_000;

export async function save(viewer: NavigatedViewer, name: string, figure: HTMLElement) {
  try {
    const { svg } = await viewer.saveSVG();
    download(new Blob([svg], { type: 'image/svg+xml' }), `${name}.svg`);
  } catch (error) {
    refuse(figure, error);
  }
}

export async function saveAsPng(viewer: NavigatedViewer, name: string, figure: HTMLElement) {
  try {
    const { svg } = await viewer.saveSVG();
    const picture = new Image();
    const drawn = new Promise((resolve, reject) => {
      picture.onload = resolve;
      picture.onerror = () => reject(new Error('the drawing cannot be read'));
    });
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await drawn;
    const scale = Math.min(SCALE, LARGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const paper = canvas.getContext('2d');
    if (!paper) {
      throw new Error('no canvas');
    }
    paper.fillStyle = '#ffffff';
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!png) {
      throw new Error('no picture');
    }
    download(png, `${name}.png`);
  } catch (error) {
    refuse(figure, error);
  }
}

function download(file: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(link.href);
}

function refuse(figure: HTMLElement, error: unknown) {
  console.error('diagram', error);
  figure.querySelector('.govuk-error-message')?.remove();
  const message = document.createElement('p');
  message.className = 'govuk-error-message';
  message.setAttribute('role', 'alert');
  message.textContent = 'The diagram could not be saved. The figures stand in the table below.';
  figure.append(message);
}
